/** In lower case and without separators: `Employee_Name`, `employee-name` and `Employee name` are one word. */
export function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_./-]+/g, "");
}
