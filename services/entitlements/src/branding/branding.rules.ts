import { invalid } from '@plimsoll/shared';
import { isEmail, isFQDN, isURL } from 'class-validator';

/** Under which name, colours and addresses the products appear; null: nothing is said of it. */
export interface BrandingValue {
  /** 1–100 characters. */
  productName: string | null;
  /** An https address. */
  logoUrl: string | null;
  /** `#rrggbb`, lower case. */
  primaryColor: string | null;
  /** `#rrggbb`, lower case. */
  accentColor: string | null;
  supportEmail: string | null;
  /** A host name, lower case. */
  domain: string | null;
}

/** The fields of {@link BrandingValue}. */
export const BRANDING_FIELDS = [
  'productName',
  'logoUrl',
  'primaryColor',
  'accentColor',
  'supportEmail',
  'domain',
] as const satisfies readonly (keyof BrandingValue)[];

/** One of {@link BRANDING_FIELDS}. */
export type BrandingField = (typeof BRANDING_FIELDS)[number];

/** What a caller gives: a field left out, null or blank says nothing. */
export type GivenBranding = { [Field in BrandingField]?: string | null };

const LONGEST_NAME = 100;
const LONGEST_URL = 2_000;
/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3 less the angle brackets. */
const LONGEST_MAIL = 254;

const checks: Record<BrandingField, (text: string, path: string[]) => string> = {
  productName: (text, path) => {
    if (text.length > LONGEST_NAME) throw wrong(text, path, `at most ${LONGEST_NAME} characters long`);
    return text;
  },
  logoUrl: (text, path) => {
    const valid =
      text.length <= LONGEST_URL &&
      isURL(text, { protocols: ['https'], require_protocol: true, disallow_auth: true });
    if (!valid) throw wrong(text, path, 'an https address, such as https://cdn.example.com/logo.svg');
    return text;
  },
  primaryColor: checkColor,
  accentColor: checkColor,
  supportEmail: (text, path) => {
    if (text.length > LONGEST_MAIL || !isEmail(text)) {
      throw wrong(text, path, 'a mail address, such as support@example.com');
    }
    return text;
  },
  domain: (text, path) => {
    const name = text.toLowerCase();
    if (!isFQDN(name)) throw wrong(text, path, 'a host name, such as status.example.com');
    return name;
  },
};

function checkColor(text: string, path: string[]): string {
  const [, short, long] = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(text) ?? [];
  if (long !== undefined) return `#${long.toLowerCase()}`;
  if (short !== undefined) return `#${short.toLowerCase().replaceAll(/./g, '$&$&')}`;
  throw wrong(text, path, 'a colour in hexadecimal, such as #0a5fb4');
}

function wrong(text: string, path: string[], expected: string) {
  return invalid(`\`${path.at(-1)}\` is ${JSON.stringify(text.slice(0, 80))}; it is ${expected}.`, path);
}

/**
 * The branding that a caller gives, each field trimmed and in its canonical spelling.
 *
 * @param path of the input that holds it
 * @throws DomainError `INVALID` naming the field
 */
export function checkBranding(
  input: GivenBranding | null | undefined,
  path: readonly string[] = [],
): BrandingValue {
  const value: BrandingValue = {
    productName: null,
    logoUrl: null,
    primaryColor: null,
    accentColor: null,
    supportEmail: null,
    domain: null,
  };
  for (const field of BRANDING_FIELDS) {
    const text = input?.[field]?.trim() ?? '';
    if (text !== '') value[field] = checks[field](text, [...path, field]);
  }
  return value;
}

/** A colour that text in white on it, or in it on white, cannot be read well in. */
export interface ContrastWarning {
  field: BrandingField;
  /** From 1 to 21, two decimals, rounded down. */
  ratio: number;
  message: string;
}

/** The least contrast of text at level AA: https://www.w3.org/TR/WCAG22/#contrast-minimum */
const LEAST_CONTRAST = 4.5;

/** Colours whose contrast with white is below 4.5 : 1. A warning only: large signs and borders may have less. */
export function contrastWarnings(branding: BrandingValue): ContrastWarning[] {
  return (['primaryColor', 'accentColor'] as const).flatMap((field) => {
    const color = branding[field];
    if (color === null) return [];
    const ratio = contrastWithWhite(color);
    if (ratio >= LEAST_CONTRAST) return [];
    const shown = Math.floor(ratio * 100) / 100;
    const message = `\`${field}\` ${color} has a contrast of ${shown} : 1 with white; text needs ${LEAST_CONTRAST} : 1 (WCAG 2.2, 1.4.3).`;
    return [{ field, ratio: shown, message }];
  });
}

/** (1 + 0.05) ÷ (relative luminance + 0.05): https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrastWithWhite(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = parseInt(color.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

/** Whose branding a field comes from. */
export type BrandingLevel = 'CUSTOMER' | 'PARTNER' | 'COMPANY';

/** A branding that applies to a customer. */
export interface BrandingOver extends BrandingValue {
  level: BrandingLevel;
  /** Whose, where it is a partner's. */
  partnerId: string | null;
}

/** Where one field of an effective branding comes from. */
export interface BrandingOrigin {
  field: BrandingField;
  level: BrandingLevel;
  partnerId: string | null;
}

/** Each field of the first branding that says something of it. @param over nearest first */
export function mergeBrandings(over: readonly BrandingOver[]): {
  branding: BrandingValue;
  from: BrandingOrigin[];
} {
  const branding = checkBranding(null);
  const from: BrandingOrigin[] = [];
  for (const field of BRANDING_FIELDS) {
    const origin = over.find((one) => one[field] !== null);
    if (!origin) continue;
    branding[field] = origin[field];
    from.push({ field, level: origin.level, partnerId: origin.partnerId });
  }
  return { branding, from };
}
