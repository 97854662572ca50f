// Small helps for people who can run scripts; every page works without them.
import { startAgo } from "./ago.js";
import { startErrors } from "./errors.js";
import { startKeyboard } from "./keyboard.js";
import { startMenus } from "./menus.js";
import { startPalette } from "./palette.js";
import { startRows } from "./rows.js";
import { startUndo } from "./undo.js";
import { startUpload } from "./upload.js";

startAgo();
startErrors();
startMenus();
startPalette();
startKeyboard();
startRows();
startUndo();
startUpload();
