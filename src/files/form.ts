/** Whether the first bytes are those of a page (HTML), whatever its encoding. */
export function isPage(head: Buffer): boolean {
  // UTF-16 has a zero beside each letter.
  const text = head
    .toString("latin1")
    .replaceAll("\u0000", "")
    .replace(/^(?:\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)/, "");
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body|table|main|div|section|article)\b/i.test(
    text,
  );
}
