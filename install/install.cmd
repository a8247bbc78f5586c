@echo off
pushd "%~dp0"
rem Python needs 64 bits and Windows 10; those before call themselves 5.1 to 6.3.
if /i "%PROCESSOR_ARCHITECTURE%"=="x86" if not defined PROCESSOR_ARCHITEW6432 goto unsupported
ver | findstr /r /c:" [56]\.[0-9]" >nul && goto unsupported
chcp 65001 >nul
if not exist python\python.exe goto incomplete
python\python.exe install.py
set status=%errorlevel%
popd
pause
exit /b %status%
:unsupported
rem Old windows show Chinese in this code page alone, which the page is written in.
chcp 936 >nul
type unsupported.txt
popd
pause
exit /b 2
:incomplete
popd
echo 请先把压缩包全部解压，再运行这个文件。Unzip the whole package first.
pause
exit /b 2
