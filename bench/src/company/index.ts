import { catalogue } from './catalogue.js';
import { customers } from './customers.js';
import { desk } from './desk.js';
import { estate, firstHostId, IDENTITY, nodeId } from './estate.js';
import type { CompanyPart, CompanyShape } from './shape.js';

export {
  AS_OF,
  MEASURED_COMPANY,
  SMALL_COMPANY,
  type CompanyPart,
  type CompanyShape,
  type Row,
} from './shape.js';

/** The company as rows of the native import files, in an order in which they can be imported. Always the same rows. */
export function company(shape: CompanyShape): CompanyPart[] {
  return [...catalogue(shape), ...customers(shape), ...estate(shape), ...desk(shape)];
}

/** External ids of assets whose loss hits the tenants of one host, the customers of one pod, and everybody. */
export const SEEDS = { host: firstHostId(1), pod: nodeId(1, 0), everybody: IDENTITY };
