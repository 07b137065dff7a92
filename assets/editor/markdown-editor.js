// Puts an editor over every Markdown field. The field stays what is submitted: without this script, or
// where it fails, it is simply shown as it is.

import "./adopted-styles.js";
import { provideEditor } from "asset:js/admin/editor-field.js";
import { setKeys } from "asset:js/admin/editor-keys.js";

import { attach } from "./attach.js";
import { KEY_LIST } from "./keys.js";

setKeys("While writing", KEY_LIST);
provideEditor(attach);
