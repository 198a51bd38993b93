/** Word lists out of which the company's people and customers are named. Every company name is invented. */
export const GIVEN_NAMES =
  'Ada Amara Anders Aiko Beatriz Bruno Camila Chidi Clara Daan Dario Elif Emre Esme Farid Freya Gwen Hana Hugo Ines Ivo Jonas Jun Kavya Keiko Lars Leila Lena Lucia Mads Malik Marta Mei Milo Nadia Nils Noor Oscar Paloma Petra Priya Rafael Rosa Rune Sana Sofia Tariq Thea Tomas Uma Vera Viggo Wanda Yara Yusuf Zoe'.split(
    ' ',
  );

export const FAMILY_NAMES =
  'Adeyemi Almeida Arndt Bakker Barros Bauer Becker Bianchi Castillo Chen Costa Dahl Devlin Duarte Eriksen Farrow Ferrer Fischer Gallo Garza Haddad Hartwell Holm Ibarra Iyer Jansen Kaya Keller Kimura Kowal Larkin Lindqvist Lopes Marsh Meyer Moreau Mori Nair Navarro Novak Okafor Oliveira Osei Palmer Petit Quinn Rahman Reyes Rossi Sato Schulte Silva Singh Sorensen Tanaka Teixeira Vance Vogt Wagner Weaver Yilmaz Zeller'.split(
    ' ',
  );

const HEADS =
  'Alder Bracken Calder Dorn Elver Fenn Garrow Hollin Istra Jorun Kelm Lorrin Marrow Nethern Ostre Pell Quill Ravel Sorrel Tindra Ulver Vintr Wexen Yarrow Zephr'.split(
    ' ',
  );

const TAILS =
  'avane brook dell esk fold garth haven holt issen kirk lade mere combe ovia quay reach stead thwaite wold vik'.split(
    ' ',
  );

/** 500 invented stems such as `Quillhaven`, each given to one customer at most. */
export const COMPANY_STEMS = HEADS.flatMap((head) => TAILS.map((tail) => head + tail));

/** The last part of a company's name by its vertical. */
export const VERTICALS: Record<string, readonly string[]> = {
  retail: ['Outfitters', 'Stores', 'Markets'],
  logistics: ['Logistics', 'Freight', 'Carriers'],
  manufacturing: ['Works', 'Components', 'Industries'],
  healthcare: ['Clinics', 'Health', 'Care'],
  'financial-services': ['Finance', 'Mutual', 'Capital'],
  hospitality: ['Hotels', 'Kitchens', 'Resorts'],
  education: ['Academy', 'Learning', 'Schools'],
  energy: ['Energy', 'Power', 'Solar'],
};

/** Lower-case letters and digits of a name, for mail domains. */
export function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
