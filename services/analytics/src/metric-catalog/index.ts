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
  type BaseMeasure,
  type Dimension,
  type JoinName,
  type KeyName,
  type Measure,
  type Relation,
  type Sql,
  type Time,
} from './vocabulary.rules.js';
