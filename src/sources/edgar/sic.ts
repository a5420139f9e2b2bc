// Industries of the SEC (Standard Industrial Classification) as sectors of NAICS, which the record speaks in.

/**
 * First code, last code, sector: after the concordance of the Census Bureau (public domain), each code with the sector in which most of it
 * went. Software (7372) is with the publishers, where NAICS has it.
 */
const SECTORS =
  "0111-0724:11 0741-0742:54 0751-0762:11 0781:54 0782-0783:56 0811-0971:11 1000-1499:21 1520-1799:23 2000-2399:31 2400-2411:11 " +
  "2421-2679:31 2711-2731:51 2732-2732:31 2741-2741:51 2750-3999:31 4011-4492:48 4493:71 4512-4700:48 4724-4725:56 4731-4789:48 " +
  "4812-4899:51 4911:22 4922:48 4923-4952:22 4953-4955:56 4961-4991:22 5000-5199:42 5200-5736:44 5810-5813:72 5900-5999:44 " +
  "6011-6411:52 6500-6531:53 6541:54 6552:23 6553:81 6712-6719:55 6722-6726:52 6732:81 6733-6792:52 6794-6795:53 6798-6799:52 " +
  "7000-7041:72 7200-7216:81 7217:56 7218-7219:81 7221:54 7251-7261:81 7291-7319:54 7320-7323:56 7331-7336:54 7338-7350:56 " +
  "7352-7359:53 7361-7363:56 7370-7371:54 7372:51 7373:54 7374-7375:51 7376:54 7377:53 7380-7382:56 7384:81 7389:56 7500-7519:53 " +
  "7521-7699:81 7812-7833:51 7841:53 7900-7997:71 8000-8071:62 8072:31 8082-8093:62 8111:54 8200-8222:61 8231:51 8243-8299:61 " +
  "8300-8361:62 8399:81 8412-8422:71 8600-8661:81 8700-8743:54 8744:56 8811:81 9111-9721:92";

const RANGES = SECTORS.split(" ").map((text) => {
  const [codes = "", sector = ""] = text.split(":");
  const [from = "", to = from] = codes.split("-");
  return { from: Number(from), to: Number(to), sector };
});

/** Two digits of NAICS; null for a code of none, such as that of blank cheque companies (6770). */
export function sectorOf(sic: string | null): string | null {
  const code = /^\d{3,4}$/.test(sic ?? "") ? Number(sic) : Number.NaN;
  return RANGES.find(({ from, to }) => code >= from && code <= to)?.sector ?? null;
}
