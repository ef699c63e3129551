-- One statement on each line, run by msibuild upon what wixl made; $NAME is filled in by desktop/packaging/msi.py.
-- The build of Windows: 2 is HKEY_LOCAL_MACHINE, 18 a value of the 64-bit part.
INSERT INTO `RegLocator` (`Signature_`, `Root`, `Key`, `Name`, `Type`) VALUES ('currentbuild', 2, 'SOFTWARE\Microsoft\Windows NT\CurrentVersion', 'CurrentBuildNumber', 18)
INSERT INTO `AppSearch` (`Property`, `Signature_`) VALUES ('CURRENTBUILD', 'currentbuild')
INSERT INTO `LaunchCondition` (`Condition`, `Description`) VALUES ('Installed OR (VersionNT64 AND CURRENTBUILD >= $OLDEST_BUILD)', '$OLD')
UPDATE `LaunchCondition` SET `Description` = '$NEWER' WHERE `Description` = 'NEWER'
UPDATE `Property` SET `Value` = '$TITLE' WHERE `Property` = 'ProductName'
UPDATE `Property` SET `Value` = '$MAKER' WHERE `Property` = 'Manufacturer'
UPDATE `Shortcut` SET `Name` = '$TITLE' WHERE `Name` = '$LATIN'
UPDATE `Property` SET `Value` = 'DESKTOPSHORTCUT;INSTALLDIR;PROVISIONFILE;WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED' WHERE `Property` = 'SecureCustomProperties'
-- 256 is a component of the 64-bit part, 4 one whose key is a value of the registry.
UPDATE `Component` SET `Attributes` = 256 WHERE `Attributes` = 0
UPDATE `Component` SET `Attributes` = 260 WHERE `Attributes` = 4
UPDATE `Component` SET `Condition` = 'PROVISIONFILE' WHERE `Component` = 'provision'
UPDATE `Component` SET `Condition` = 'DESKTOPSHORTCUT = 1' WHERE `Component` = 'desktop'
