@echo off
chcp 65001 >nul
pushd "%~dp0"
if not exist python\python.exe goto incomplete
python\python.exe install.py --uninstall
set status=%errorlevel%
popd
pause
exit /b %status%
:incomplete
popd
echo 请先把压缩包全部解压，再运行这个文件。Unzip the whole package first.
pause
exit /b 2
