# Counts a WARN register without any of our code: awk -v date=COLUMN -v count=COLUMN -f count.awk REGISTER.csv
# Prints for each year `YEAR ROWS WITH-A-FIGURE SUM`, and last `all ROWS WITH-A-FIGURE SUM`. Columns count from 1.
# The year is that of the first date in the date column, `none` where that holds no whole date.

BEGIN { field = ""; quoted = 0; n = 1; started = 0 }

{
  line = $0
  sub(/\r$/, "", line)
  if (quoted) field = field "\n"
  else { field = ""; n = 1; delete cells }
  len = length(line)
  for (i = 1; i <= len; i++) {
    c = substr(line, i, 1)
    if (quoted) {
      if (c != "\"") field = field c
      else if (substr(line, i + 1, 1) == "\"") { field = field "\""; i++ }
      else quoted = 0
    }
    else if (c == "\"") quoted = 1
    else if (c == ",") { cells[n++] = field; field = "" }
    else field = field c
  }
  if (!quoted) { cells[n] = field; row() }
}

function row(    i, filled, year, figure) {
  if (!started) { started = 1; return }
  filled = 0
  for (i = 1; i <= n; i++) if (cells[i] ~ /[^ \t]/) filled++
  if (filled < 2 || toupper(cells[3]) ~ /^NO WARNS/) return
  year = yearOf(cells[date])
  figure = figureOf(cells[count])
  rows[year]++; allRows++
  if (figure > 0) { known[year]++; allKnown++; sum[year] += figure; all += figure }
}

function yearOf(text,    y) {
  if (match(text, /(19|20)[0-9][0-9]/)) {
    y = substr(text, RSTART, 4)
    return (text ~ /^[0-9]+\/[0-9]+\/+[0-9]+/ || text ~ /-[0-9]+-/ || text ~ /[0-9]\/[0-9]*(19|20)[0-9][0-9]/ || text ~ /^[A-Z][a-z]+ [0-9]/) ? y : "none"
  }
  if (text !~ /^[0-9][0-9]?[-\/][0-9]+[-\/][0-9][0-9]($|[^0-9\/])/) return "none"
  while (match(text, /^[0-9]+[-\/]/)) { text = substr(text, RLENGTH + 1) }
  y = substr(text, 1, 2) + 0
  return y < 69 ? 2000 + y : 1900 + y
}

function figureOf(text,    low) {
  gsub(/,/, "", text)
  low = tolower(text)
  if (low ~ /unknown|not sure|as high as|[0-9]-[0-9]/) return 0
  if (low ~ /revised/) { sub(/.*[^0-9]/, "", text); return text + 0 }
  if (!match(text, /[0-9]+/)) return 0
  return substr(text, RSTART, RLENGTH) + 0
}

END {
  for (y in rows) print y, rows[y], known[y] + 0, sum[y] + 0
  print "all", allRows + 0, allKnown + 0, all + 0
}
