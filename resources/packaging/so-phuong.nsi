; Sổ Phường: the installer for Windows. Compiled by `python -m desktop.packaging installers`, here or on Windows, with:
;   VERSION (1.2.3)  PAYLOAD (the built tree with \*.* at its end)  ICON (.ico)  OUTFILE  KILOBYTES
;
; /S                          silent
; /CURRENTUSER | /ALLUSERS    for this person (no admin needed), for everybody on this PC
; /D=C:\...                   the folder, the last word of the line, without quotes
; /PROVISION=C:\don-vi.toml   the office file offered at the first start
; /DESKTOP=0                  no shortcut on the desktop
; Uninstaller: /S, and /PURGE=1 to take the book too.
; Exit codes: 0 done, 1 cancelled, 2 fault, 3 a newer version is there, 4 Windows too old, 5 the program is open
Unicode True
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
ManifestSupportedOS Win10

!define TITLE "Sổ Phường"
!define NAME "so-phuong"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define OLDEST_BUILD 17763

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh
!insertmacro VersionCompare

Name "${TITLE}"
OutFile "${OUTFILE}"
BrandingText "${TITLE} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=0 "FileDescription" "Bộ cài ${TITLE}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "Apache License 2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\current\${NAME}.exe"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!insertmacro MUI_PAGE_WELCOME
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

Var Provision
Var Shortcut
Var Before

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "${TITLE} cần Windows 64 bit; máy này là 32 bit. Hãy dùng máy khác hoặc nhờ quản trị cài lại Windows 64 bit." /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
    Goto too_old
  ${EndIf}
  ${If} ${AtLeastBuild} ${OLDEST_BUILD}
    Goto new_enough
  ${EndIf}
too_old:
  MessageBox MB_OK|MB_ICONSTOP "${TITLE} cần Windows 10 bản 1809 (17763) trở lên. Hãy cập nhật Windows rồi chạy lại bộ cài này." /SD IDOK
  SetErrorLevel 4
  Quit
new_enough:
  SetRegView 64
  !insertmacro MULTIUSER_INIT
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/PROVISION=" $Provision
  ${If} ${Errors}
    StrCpy $Provision ""
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/DESKTOP=" $Shortcut
  ${If} ${Errors}
    StrCpy $Shortcut "1"
  ${EndIf}
  ${If} $Provision != ""
  ${AndIfNot} ${FileExists} "$Provision"
    MessageBox MB_OK|MB_ICONSTOP "Không thấy tệp đơn vị «$Provision»: hãy xem lại đường dẫn sau /PROVISION=." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  ReadRegStr $Before SHCTX "${UNINSTALL}" "DisplayVersion"
  ${If} $Before != ""
    ${VersionCompare} "$Before" "${VERSION}" $R1
    ${If} $R1 == 1
      MessageBox MB_OK|MB_ICONSTOP "Máy này đã có bản $Before, mới hơn bản ${VERSION} này. Muốn dùng bản cũ hãy gỡ bản mới trước (sổ vẫn được giữ)." /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section "program"
  SetOutPath "$INSTDIR\app-${VERSION}"
  ; A version that is there already is put in place anew, without what it no longer has.
  ${If} ${FileExists} "$INSTDIR\app-${VERSION}\*.*"
    ClearErrors
    SetOutPath "$INSTDIR"
    RMDir /r "$INSTDIR\app-${VERSION}.old"
    Rename "$INSTDIR\app-${VERSION}" "$INSTDIR\app-${VERSION}.old"
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "${TITLE} đang mở: hãy đóng chương trình rồi chạy lại bộ cài này." /SD IDOK
      SetErrorLevel 5
      Quit
    ${EndIf}
    SetOutPath "$INSTDIR\app-${VERSION}"
  ${EndIf}
  File /r "${PAYLOAD}"
  RMDir /r "$INSTDIR\app-${VERSION}.old"
  ${If} $Provision == ""
  ${AndIf} ${FileExists} "$EXEDIR\don-vi.toml"
    StrCpy $Provision "$EXEDIR\don-vi.toml"
  ${EndIf}
  ${If} $Provision != ""
    CopyFiles /SILENT "$Provision" "$INSTDIR\app-${VERSION}\don-vi.toml"
  ${ElseIf} $Before != ""
  ${AndIf} ${FileExists} "$INSTDIR\app-$Before\don-vi.toml"
    CopyFiles /SILENT "$INSTDIR\app-$Before\don-vi.toml" "$INSTDIR\app-${VERSION}\don-vi.toml"
  ${EndIf}

  ; Whoever updates by installer and by itself turns the same link; the version before stays until this one has shown itself.
  SetOutPath "$INSTDIR"
  RMDir "$INSTDIR\current"
  nsExec::Exec '"$SYSDIR\cmd.exe" /c mklink /J "$INSTDIR\current" "$INSTDIR\app-${VERSION}"'
  Pop $0
  ${If} $0 != 0
    MessageBox MB_OK|MB_ICONSTOP "Không đặt được bản mới vào chỗ ở «$INSTDIR»: hãy chọn thư mục trên ổ NTFS rồi cài lại." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  FileOpen $1 "$INSTDIR\update.json" w
  ${If} $Before != ""
  ${AndIf} $Before != "${VERSION}"
  ${AndIf} ${FileExists} "$INSTDIR\app-$Before\*.*"
    FileWrite $1 '{"trial": "${VERSION}", "previous": "$Before"}'
  ${Else}
    FileWrite $1 '{}'
  ${EndIf}
  FileClose $1
  FindFirst $2 $3 "$INSTDIR\app-*"
  ${DoWhile} $3 != ""
    ${If} $3 != "app-${VERSION}"
    ${AndIf} $3 != "app-$Before"
      RMDir /r "$INSTDIR\$3"
    ${EndIf}
    FindNext $2 $3
  ${Loop}
  FindClose $2

  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\current\${NAME}.exe"
  ${If} $Shortcut != "0"
    CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\current\${NAME}.exe"
  ${EndIf}
  WriteRegStr SHCTX "Software\Microsoft\Windows\CurrentVersion\App Paths\${NAME}.exe" "" "$INSTDIR\current\${NAME}.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${TITLE}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\current\${NAME}.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "Sổ Phường maintainers"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  ; A program that runs keeps its own file: what cannot be renamed is open.
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\current\${NAME}.exe"
    Rename "$INSTDIR\current\${NAME}.exe" "$INSTDIR\current\${NAME}.gone"
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "${TITLE} đang mở: hãy đóng chương trình rồi gỡ lại." /SD IDOK
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${EndIf}
  RMDir "$INSTDIR\current"
  FindFirst $2 $3 "$INSTDIR\app-*"
  ${DoWhile} $3 != ""
    RMDir /r "$INSTDIR\$3"
    FindNext $2 $3
  ${Loop}
  FindClose $2
  Delete "$INSTDIR\update.json"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"
  DeleteRegKey SHCTX "Software\Microsoft\Windows\CurrentVersion\App Paths\${NAME}.exe"
  DeleteRegKey SHCTX "${UNINSTALL}"
  ; The book stays unless it was said in so many words; then it is this person's own book that goes.
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/PURGE=" $R1
  ${IfNot} ${Errors}
  ${AndIf} $R1 == "1"
    SetShellVarContext current
    RMDir /r "$LOCALAPPDATA\${NAME}"
  ${EndIf}
SectionEnd
