"""What tests of several folders share: filings, forms, changes, machines."""
