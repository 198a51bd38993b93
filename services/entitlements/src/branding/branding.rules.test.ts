import fc from 'fast-check';
import {
  BRANDING_FIELDS,
  checkBranding,
  contrastWarnings,
  mergeBrandings,
  type BrandingOver,
} from './branding.rules.js';

const NOTHING = checkBranding(null);

describe('a branding', () => {
  it('is trimmed and brought to its canonical spelling', () => {
    expect(
      checkBranding({
        productName: '  Arbor Desk ',
        logoUrl: ' https://cdn.arbor.example/logo.svg?v=2 ',
        primaryColor: '#0A5FB4',
        accentColor: '#Fc0',
        supportEmail: 'help@arbor.example',
        domain: 'Desk.Arbor.Example',
      }),
    ).toEqual({
      productName: 'Arbor Desk',
      logoUrl: 'https://cdn.arbor.example/logo.svg?v=2',
      primaryColor: '#0a5fb4',
      accentColor: '#ffcc00',
      supportEmail: 'help@arbor.example',
      domain: 'desk.arbor.example',
    });
    expect(checkBranding({ productName: ' ', logoUrl: '', domain: null })).toEqual(NOTHING);
  });

  it.each([
    ['productName', 'x'.repeat(101)],
    ['logoUrl', 'http://cdn.arbor.example/logo.svg'],
    ['logoUrl', 'https://'],
    ['logoUrl', 'javascript:alert(1)'],
    ['logoUrl', 'https://user:secret@arbor.example/logo.svg'],
    ['logoUrl', `https://arbor.example/${'x'.repeat(2_000)}`],
    ['primaryColor', 'red'],
    ['primaryColor', '#12345'],
    ['accentColor', '#12345g'],
    ['accentColor', '#123456; background: url(x)'],
    ['supportEmail', 'help'],
    ['supportEmail', 'help@'],
    ['supportEmail', 'Help <help@arbor.example>'],
    ['domain', 'https://desk.arbor.example'],
    ['domain', 'desk'],
    ['domain', 'desk_.arbor.example/'],
    ['domain', '10.0.0.1'],
  ])('is refused with %s %s', (field, text) => {
    let error: unknown;
    try {
      checkBranding({ [field]: text }, ['branding']);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'INVALID', inputPath: ['branding', field] });
  });

  it('is warned of where text in its colours cannot be read', () => {
    // Contrast with white as the formula of WCAG 2.2 gives it: black 21, white 1, #767676 4.54, #777777 4.47.
    const ratioOf = (primaryColor: string) =>
      contrastWarnings({ ...NOTHING, primaryColor }).map(({ ratio }) => ratio);
    expect(ratioOf('#000000')).toEqual([]);
    expect(ratioOf('#767676')).toEqual([]);
    expect(ratioOf('#777777')).toEqual([4.47]);
    expect(ratioOf('#ffffff')).toEqual([1]);
    expect(contrastWarnings({ ...NOTHING, primaryColor: '#000000', accentColor: '#ffff00' })).toEqual([
      {
        field: 'accentColor',
        ratio: 1.07,
        message: expect.stringContaining('1.07 : 1 with white') as string,
      },
    ]);
    expect(contrastWarnings(NOTHING)).toEqual([]);
  });

  it('is, field by field, the nearest that says something', () => {
    const some = fc.record(
      Object.fromEntries(BRANDING_FIELDS.map((field) => [field, fc.option(fc.string({ minLength: 1 }))])),
    );
    fc.assert(
      fc.property(fc.array(some, { maxLength: 6 }), (given) => {
        const over = given.map((one, place) => ({
          ...(one as unknown as BrandingOver),
          level: 'PARTNER' as const,
          partnerId: `par_${place}`,
        }));
        const { branding, from } = mergeBrandings(over);
        for (const field of BRANDING_FIELDS) {
          let place = 0;
          while (place < over.length && over[place]?.[field] === null) place += 1;
          expect(branding[field]).toBe(over[place]?.[field] ?? null);
          expect(from.filter((one) => one.field === field)).toEqual(
            place < over.length ? [{ field, level: 'PARTNER', partnerId: `par_${place}` }] : [],
          );
        }
      }),
    );
  });
});
