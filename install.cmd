@echo off
rem One double click: runs install.ps1 beside this file, whatever the policy for scripts of this user says.
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1" %*
pause
