/** What spares a reading the records that are the same, and reading everybody to count them. */
export interface PrintTables {
  print_keys: PrintKeyRow;
  headcounts: HeadcountsRow;
}

/** By which key the prints of a directory were made, in base 64, and of what reader of its list they hold. */
interface PrintKeyRow {
  directory: string;
  key: string;
  reader: string;
}

/** How many people are where, as the roster has them; there is none where that has changed since. */
interface HeadcountsRow {
  directory: string;
  /** JSON: KeptHeadcounts. */
  state: string;
}
