import { checkText, invalid, type DomainError } from '@plimsoll/shared';
import { checkAttributes, type CheckedKind } from '../asset-kind/index.js';
import { checkStep, type AssetStatusName } from './asset-life.rules.js';

const MOST_TEXTS = 100;
const LONGEST_TEXT = 200;

/**
 * Distinct trimmed texts of 1 to 200 characters, at most 100, sorted.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkTexts(values: readonly string[], field: string): string[] {
  const texts = new Set(values.map((value) => value.trim()));
  if (texts.size > MOST_TEXTS) throw invalid(`\`${field}\` has at most ${MOST_TEXTS} entries.`, [field]);
  for (const text of texts) {
    if (text.length < 1 || text.length > LONGEST_TEXT) {
      throw invalid(`Every entry of \`${field}\` has 1 to ${LONGEST_TEXT} characters.`, [field]);
    }
  }
  return [...texts].sort();
}

/**
 * An object of attributes as a caller gives it.
 *
 * @throws DomainError `INVALID` for anything but an object
 */
export function checkAttributeObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('`attributes` is an object of values by name.', ['attributes']);
  }
  return value as Record<string, unknown>;
}

/** The column of a file that a refusal is about; an attribute has its column. */
export function columnOf({ inputPath }: DomainError): string | null {
  return (inputPath[0] === 'attributes' ? inputPath[1] : inputPath.at(-1)) ?? null;
}

/** What of an asset an edit can change. */
export interface EditableAsset {
  name: string;
  kind: string;
  status: AssetStatusName;
  ownerId: string | null;
  location: string | null;
  addresses: string[];
  make: string | null;
  criticality: string | null;
  productId: string | null;
  podId: string | null;
  tags: string[];
  attributes: Record<string, unknown>;
}

/** What changes of an asset; what is absent stays as it is, null takes a value away where there may be none. */
export interface AssetEdit {
  name?: string | null;
  kind?: string | null;
  status?: AssetStatusName | null;
  ownerId?: string | null;
  location?: string | null;
  addresses?: readonly string[] | null;
  make?: string | null;
  criticality?: string | null;
  productId?: string | null;
  podId?: string | null;
  tags?: readonly string[] | null;
  addTags?: readonly string[] | null;
  removeTags?: readonly string[] | null;
  attributes?: unknown;
}

/**
 * The asset as it is after an edit.
 *
 * @param kind the kind it has then
 * @throws DomainError `INVALID` or `INVALID_STATUS` naming the field
 */
export function edited<Asset extends EditableAsset>(
  current: Asset,
  edit: AssetEdit,
  kind: CheckedKind,
): Asset {
  const status = edit.status ?? current.status;
  checkStep(current.status, status);
  const attributes = edit.attributes == null ? {} : checkAttributeObject(edit.attributes);
  return {
    ...current,
    name: edit.name == null ? current.name : checkText(edit.name, 'name'),
    kind: kind.name,
    status,
    ownerId: edit.ownerId === undefined ? current.ownerId : edit.ownerId,
    location: changedText(edit.location, 'location', current.location),
    addresses: edit.addresses == null ? current.addresses : checkTexts(edit.addresses, 'addresses'),
    make: changedText(edit.make, 'make', current.make),
    criticality: changedText(edit.criticality, 'criticality', current.criticality),
    productId: edit.productId === undefined ? current.productId : edit.productId,
    podId: edit.podId === undefined ? current.podId : edit.podId,
    tags: editedTags(current.tags, edit),
    attributes: checkAttributes(kind, { ...current.attributes, ...attributes }),
  };
}

function editedTags(current: readonly string[], { tags, addTags, removeTags }: AssetEdit): string[] {
  const all = tags == null ? current : checkTexts(tags, 'tags');
  const removed = new Set(checkTexts(removeTags ?? [], 'removeTags'));
  return checkTexts([...all.filter((tag) => !removed.has(tag)), ...(addTags ?? [])], 'addTags');
}

function changedText(value: string | null | undefined, field: string, current: string | null): string | null {
  if (value === undefined) return current;
  return value === null ? null : checkText(value, field);
}
