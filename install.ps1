# Tieout for Excel, for this user alone; no administrator's rights are needed.
#   install.ps1             installs, or upgrades
#   install.ps1 -Remove     removes everything again
#   install.ps1 -Source X   takes the package from a file or folder instead of the package index
param([switch]$Remove, [string]$Source = "tieout")
$ErrorActionPreference = "Stop"

$folder = Join-Path $env:LOCALAPPDATA "Tieout"
$environment = Join-Path $folder "env"
$tieout = Join-Path $environment "Scripts\tieout.exe"

function Stop-WithAdvice([string]$words) {
    Write-Host $words -ForegroundColor Red
    exit 1
}

if (Get-Process -Name EXCEL -ErrorAction SilentlyContinue) {
    Stop-WithAdvice "Excel is running. Save your work, close every Excel window, and start this again."
}

if ($Remove) {
    if (Test-Path $tieout) { & $tieout addin uninstall }
    if (Test-Path $environment) { Remove-Item -Recurse -Force $environment }
    Write-Host "Tieout is removed. Your workbooks and the books in $folder were not touched."
    exit 0
}

# A Python of 3.11 or later: the launcher knows every one that is installed.
$python = $null
foreach ($version in "3.13", "3.12", "3.11") {
    try {
        $found = & py "-$version" -c "import sys; print(sys.executable)" 2>$null
        if ($LASTEXITCODE -eq 0 -and $found) { $python = $found; break }
    } catch { }
}
if (-not $python) {
    Stop-WithAdvice "Python 3.11 or later is needed. Install it from python.org (for this user is enough), then start this again."
}

if (-not (Test-Path (Join-Path $environment "Scripts\python.exe"))) {
    & $python -m venv $environment
    if ($LASTEXITCODE -ne 0) { Stop-WithAdvice "The private environment could not be made in $environment." }
}
$private = Join-Path $environment "Scripts\python.exe"
& $private -m pip install --upgrade --quiet $Source pywin32
if ($LASTEXITCODE -ne 0) { Stop-WithAdvice "The package could not be installed. Check the connection, or give a file with -Source." }

& $tieout addin install
if ($LASTEXITCODE -ne 0) { exit 1 }
& $tieout addin doctor
exit $LASTEXITCODE
