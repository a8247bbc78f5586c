' What is asked of soffice from inside: one way there and back, however many calls it takes.

' What each of some cells is merged with; they are told, and it is answered, by corners.
Function Merged(sheet As Object, places) As Variant
  Dim found(), cursor As Object, at, i
  found = places
  For i = 0 To UBound(places) Step 4
    cursor = sheet.createCursorByRange( _
      sheet.getCellRangeByPosition(places(i), places(i + 1), places(i + 2), places(i + 3)))
    cursor.collapseToMergedArea()
    at = cursor.getRangeAddress()
    found(i) = at.StartColumn
    found(i + 1) = at.StartRow
    found(i + 2) = at.EndColumn
    found(i + 3) = at.EndRow
  Next i
  Merged = found
End Function

' A property of each of some blocks, empty where its cells do not share it.
Function Looks(sheet As Object, places, member As String) As Variant
  Dim found(), block As Object, i
  ReDim found(0 To (UBound(places) - 3) / 4)
  For i = 0 To UBound(places) Step 4
    block = sheet.getCellRangeByPosition(places(i), places(i + 1), places(i + 2), places(i + 3))
    If block.getPropertyState(member) <> com.sun.star.beans.PropertyState.AMBIGUOUS_VALUE Then
      found(i / 4) = block.getPropertyValue(member)
    End If
  Next i
  Looks = found
End Function

' The rectangles of equal number format, five numbers each: its corners, and the format's key.
Function Formats(block As Object) As Variant
  Dim groups As Object, addresses, found(), count, i, j, key
  groups = block.getUniqueCellFormatRanges()
  For i = 0 To groups.getCount() - 1
    key = groups.getByIndex(i).NumberFormat
    addresses = groups.getByIndex(i).getRangeAddresses()
    ReDim Preserve found(0 To count + 5 * UBound(addresses) + 4)
    For j = 0 To UBound(addresses)
      found(count) = addresses(j).StartColumn
      found(count + 1) = addresses(j).StartRow
      found(count + 2) = addresses(j).EndColumn
      found(count + 3) = addresses(j).EndRow
      found(count + 4) = key
      count = count + 5
    Next j
  Next i
  Formats = found
End Function

' The notes on a sheet, three values each: column, row, text.
Function Notes(sheet As Object) As Variant
  Dim all As Object, found(), i
  all = sheet.getAnnotations()
  If all.getCount() = 0 Then
    Notes = Array()
    Exit Function
  End If
  ReDim found(0 To 3 * all.getCount() - 1)
  For i = 0 To all.getCount() - 1
    found(3 * i) = all.getByIndex(i).getPosition().Column
    found(3 * i + 1) = all.getByIndex(i).getPosition().Row
    found(3 * i + 2) = all.getByIndex(i).getString()
  Next i
  Notes = found
End Function
