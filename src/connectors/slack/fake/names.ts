/** Parts from which the made-up company is combined. Nobody is meant. */
export const FIRST_NAMES: readonly string[] = (
  "Zofia Jakub Hanna Antoni Lena Jonas Emilia Felix Mia Anton João Beatriz Miguel Inês Thiago Larissa Rafael Camila " +
  "Aarav Diya Vihaan Ananya Kavya Rohan Wanjiru Kamau Achieng Otieno Njeri Kiprono Haruto Yui Sora Aoi Ren Hina " +
  "Amélie Louis Chloé Étienne Noah Olivia Liam Emma Sofía Mateo Valentina Diego Mehmet Elif Emre Zeynep Omar Layla " +
  "Yusuf Amina Oluwaseun Chiamaka Tunde Ngozi Linh Minh Thảo Wei Xin Jie Seo-yeon Min-jun Ingrid Lars Freja Søren " +
  "Aino Eero Katarína Tomáš Eszter Bence Ioana Andrei Niamh Cian Siobhán Rhys Dmytro Oksana Nino Giorgi Aigerim Timur " +
  "Noa Eitan Malia Keoni"
).split(" ");

export const LAST_NAMES: readonly string[] = (
  "Nowak Wiśniewska Wójcik Kamińska Zielińska Schäfer Brandt Lindner Vogel Krämer Silva Santos Oliveira Pereira Costa " +
  "Almeida Ferreira Sharma Iyer Reddy Nair Banerjee Deshmukh Mwangi Odhiambo Kariuki Cheruiyot Wambui Tanaka Suzuki " +
  "Yamamoto Kobayashi Nakamura Tremblay Gagnon Bouchard Lefebvre Moreau Wright Patterson Okafor Adeyemi Balogun Eze " +
  "García Hernández Romero Vargas Yılmaz Demir Kaya Şahin Haddad Mansour Farouk Nguyễn Trần Phạm Chen Zhang Liu Park " +
  "Kim Choi Johansen Nilsson Lindqvist Sørensen Virtanen Korhonen Novák Dvořáková Horváth Szabó Ionescu Popescu Byrne " +
  "Gallagher Ó-Briain Morgan Shevchenko Kovalenko Beridze Lomidze Abenov Levi Friedman Kealoha Akana Rossi Conti " +
  "Marino Greco Papadopoulos Ioannou"
).split(" ");

export interface Office {
  readonly city: string;
  readonly country: string;
  readonly zone: string;
  /** Share of the headcount, relative to the others. */
  readonly weight: number;
}

export const OFFICES: readonly Office[] = [
  { city: "Kraków", country: "Poland", zone: "Europe/Warsaw", weight: 30 },
  { city: "Berlin", country: "Germany", zone: "Europe/Berlin", weight: 20 },
  { city: "Toronto", country: "Canada", zone: "America/Toronto", weight: 15 },
  { city: "Bengaluru", country: "India", zone: "Asia/Kolkata", weight: 13 },
  { city: "São Paulo", country: "Brazil", zone: "America/Sao_Paulo", weight: 9 },
  { city: "Lisbon", country: "Portugal", zone: "Europe/Lisbon", weight: 6 },
  { city: "Nairobi", country: "Kenya", zone: "Africa/Nairobi", weight: 4 },
  { city: "Osaka", country: "Japan", zone: "Asia/Tokyo", weight: 3 },
];

export interface Team {
  readonly name: string;
  readonly titles: readonly string[];
  readonly weight: number;
}

export const TEAMS: readonly Team[] = [
  {
    name: "Platform",
    titles: ["Software Engineer", "Senior Software Engineer", "Site Reliability Engineer"],
    weight: 22,
  },
  { name: "Product", titles: ["Product Manager", "Product Analyst"], weight: 8 },
  { name: "Design", titles: ["Product Designer", "UX Researcher"], weight: 5 },
  { name: "Data", titles: ["Data Engineer", "Data Scientist"], weight: 9 },
  { name: "Mobile", titles: ["Android Engineer", "iOS Engineer"], weight: 8 },
  { name: "Sales", titles: ["Account Executive", "Sales Engineer"], weight: 15 },
  { name: "Marketing", titles: ["Content Strategist", "Campaign Manager"], weight: 7 },
  { name: "Support", titles: ["Support Specialist", "Customer Success Manager"], weight: 14 },
  { name: "People", titles: ["People Partner", "Recruiter"], weight: 4 },
  { name: "Finance", titles: ["Accountant", "Controller"], weight: 4 },
  { name: "Legal", titles: ["Counsel"], weight: 1 },
  { name: "IT", titles: ["IT Engineer", "Security Engineer"], weight: 3 },
];

export const BOT_NAMES: readonly string[] = ["Standup", "Deploys", "Pager", "Calendar", "Polls", "Expenses", "Lunch"];

export const PROJECT_WORDS: readonly string[] = (
  "amber basalt cedar delta ember fjord grove harbor indigo juniper kestrel lagoon meadow nimbus onyx pebble quartz " +
  "raven summit tundra umber violet willow xenon yarrow zephyr"
).split(" ");

// Letters that Unicode does not decompose into a base letter and a mark.
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  ł: "l",
  Ł: "L",
  ø: "o",
  Ø: "O",
  ı: "i",
  đ: "d",
  Đ: "D",
  ß: "ss",
};

/** The name in plain Latin letters, as handles and Slack's `…_normalized` keys carry it. */
export function plain(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[łŁøØıđĐß]/g, (letter) => UNDECOMPOSED[letter] ?? letter);
}
