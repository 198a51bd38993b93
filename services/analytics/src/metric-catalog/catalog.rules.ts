import { COMPANY_MEASURES } from './company-measures.rules.js';
import { COMPANY_RELATIONS } from './company-relations.rules.js';
import { DESK_MEASURES } from './desk-measures.rules.js';
import { DESK_RELATIONS } from './desk-relations.rules.js';
import { DIMENSIONS } from './dimension.rules.js';
import type { BaseMeasure, Dimension, Measure, Relation, Time } from './vocabulary.rules.js';

/** Every relation, in order of the catalog. */
export const RELATIONS: readonly Relation[] = [...DESK_RELATIONS, ...COMPANY_RELATIONS];

/** Every measure, in order of the catalog. */
export const MEASURES: readonly Measure[] = [...DESK_MEASURES, ...COMPANY_MEASURES];

const relations = new Map(RELATIONS.map((relation) => [relation.name, relation]));
const measures = new Map(MEASURES.map((measure) => [measure.name, measure]));
const dimensions = new Map(DIMENSIONS.map((dimension) => [dimension.name, dimension]));

/** The measure of a name; undefined where there is none. */
export function measureNamed(name: string): Measure | undefined {
  return measures.get(name);
}

/** The dimension of a name; undefined where there is none. */
export function dimensionNamed(name: string): Dimension | undefined {
  return dimensions.get(name);
}

/** The relation that a measure is made of. */
export function relationOf(measure: BaseMeasure): Relation {
  const relation = relations.get(measure.relation);
  if (!relation) throw new Error(`the measure ${measure.name} has no relation`);
  return relation;
}

/** How the rows of a measure lie in time. */
export function timeOf(measure: BaseMeasure): Time {
  const time = relationOf(measure).times[measure.time];
  if (!time) throw new Error(`the measure ${measure.name} has no time`);
  return time;
}

/** What a measure is made of: itself, or its numerator and denominator. */
export function partsOf(measure: Measure): BaseMeasure[] {
  if (measure.kind === 'BASE') return [measure];
  return [measure.numerator, measure.denominator].map((name) => {
    const part = measures.get(name);
    if (part?.kind !== 'BASE')
      throw new Error(`${measure.name} is made of ${name}, which is no base measure`);
    return part;
  });
}

/** Whether rows of a relation can be cut by a dimension. */
export function isCutBy(relation: Relation, dimension: Dimension): boolean {
  return (
    dimension.name in relation.dimensions ||
    (dimension.key !== null && relation.keys[dimension.key] !== undefined)
  );
}

/** The dimensions that a measure can be cut and filtered by, in order of the catalog: those of all its parts. */
export function dimensionsOf(measure: Measure): Dimension[] {
  const made = partsOf(measure).map(relationOf);
  return DIMENSIONS.filter((dimension) => made.every((relation) => isCutBy(relation, dimension)));
}

/** Whether a measure, or what it is made of, is the company's own affair. */
export function isInternal(measure: Measure): boolean {
  return (
    measure.internal === true || partsOf(measure).some((part) => part.internal || relationOf(part).internal)
  );
}
