export { sources } from "../sources/index.ts";
