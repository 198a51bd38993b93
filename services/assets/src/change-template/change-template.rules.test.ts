import { DomainError } from '@plimsoll/shared';
import {
  checkLimits,
  checkTemplateApprover,
  checkWithin,
  exceeded,
  requireStatus,
  type AskedChange,
  type TemplateLimits,
} from './change-template.rules.js';

const limits: TemplateLimits = {
  assetKinds: ['host', 'vm'],
  mostAssets: 2,
  longestWindow: 'PT2H',
  worstState: 'DEGRADED',
};
const window = (minutes: number, seconds = 0) => ({
  from: new Date('2026-03-29T00:30:00Z'),
  to: new Date(Date.parse('2026-03-29T00:30:00Z') + minutes * 60_000 + seconds * 1_000),
});
const asked = (over: Partial<AskedChange> = {}): AskedChange => ({
  assetKinds: ['host', 'host'],
  window: window(120),
  expectedState: 'DEGRADED',
  ...over,
});
const fields = (over: Partial<AskedChange>, of = limits) =>
  exceeded(of, asked(over)).map(({ field }) => field);

describe('a template', () => {
  it('allows what is at its limits, and nothing beyond', () => {
    expect(fields({})).toEqual([]);
    expect(fields({ assetKinds: ['vm', 'host', 'vm'] })).toEqual(['assetIds']);
    expect(fields({ assetKinds: ['router'] })).toEqual(['assetIds']);
    expect(fields({ assetKinds: ['router'] }, { ...limits, assetKinds: [] })).toEqual([]);
    expect(fields({ window: window(120, 1) })).toEqual(['window']);
    expect(fields({ expectedState: 'DOWN' })).toEqual(['expectedState']);
    expect(fields({ expectedState: 'UP' })).toEqual([]);
    expect(fields({ window: window(24 * 60) }, { ...limits, longestWindow: 'P1D' })).toEqual([]);
  });

  it('says every limit that a change goes beyond', () => {
    const much = asked({
      assetKinds: ['router', 'host', 'disk'],
      window: window(181),
      expectedState: 'DOWN',
    });
    expect(() => checkWithin({ ...limits, name: 'Patch' }, much)).toThrow(
      'The template "Patch" allows at most 2 assets, not 3; assets of the kinds host, vm, not disk, router; a window of at most PT2H, not 181 minutes; assets that are DEGRADED at worst, not DOWN. Draft a normal change instead.',
    );
    try {
      checkWithin({ ...limits, name: 'Patch' }, asked({ window: window(121) }));
      throw new Error('accepted');
    } catch (error) {
      expect(error).toMatchObject({ code: 'OUTSIDE_TEMPLATE', inputPath: ['window'] });
    }
  });

  it('has limits that can be kept', () => {
    const field = (over: Partial<TemplateLimits>) => {
      try {
        checkLimits({ ...limits, ...over });
      } catch (error) {
        return error instanceof DomainError ? error.inputPath[0] : error;
      }
      return null;
    };
    expect(field({})).toBeNull();
    expect(field({ longestWindow: 'PT1M' })).toBeNull();
    expect(field({ longestWindow: 'P30D' })).toBeNull();
    for (const longestWindow of ['PT59S', 'P30DT1M', 'P1M', 'P1Y', 'PT0S', 'soon', '-PT2H']) {
      expect(field({ longestWindow })).toBe('longestWindow');
    }
    for (const mostAssets of [0, 1_001, 1.5]) expect(field({ mostAssets })).toBe('mostAssets');
    expect(field({ assetKinds: Array.from({ length: 101 }, String) })).toBe('assetKinds');
  });

  it('is approved by somebody else, while it is a draft', () => {
    expect(() => checkTemplateApprover('per_a', 'per_b')).not.toThrow();
    expect(() => checkTemplateApprover('per_a', 'per_a')).toThrow('somebody else has to approve it');
    expect(() => requireStatus('DRAFT', 'approve', ['DRAFT'])).not.toThrow();
    expect(() => requireStatus('RETIRED', 'edit', ['DRAFT', 'APPROVED'])).toThrow(
      'This template is RETIRED; to edit it, it has to be DRAFT or APPROVED.',
    );
  });
});
