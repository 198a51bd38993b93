export {
  dimensionNamed,
  dimensionsOf,
  isCutBy,
  isInternal,
  measureNamed,
  MEASURES,
  partsOf,
  relationOf,
  RELATIONS,
  timeOf,
} from './catalog.rules.js';
export { DIMENSIONS } from './dimension.rules.js';
export { JOINS } from './join.rules.js';
export {
  isAdditive,
  UNITS,
  type BaseMeasure,
  type Dimension,
  type DimensionType,
  type JoinName,
  type KeyName,
  type Measure,
  type Relation,
  type Sql,
  type Time,
  type Unit,
} from './vocabulary.rules.js';
