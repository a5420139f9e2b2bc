export { sources } from "../sources/index.ts";
export { enteredDocument } from "../sources/manual.ts";
