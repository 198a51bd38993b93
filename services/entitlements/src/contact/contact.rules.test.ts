import { checkEmail, checkPhone } from './contact.rules.js';

describe('a mail address', () => {
  it('has something on both sides of one @', () => {
    expect(checkEmail(' ada@mail.example.com ', 'email')).toBe('ada@mail.example.com');
    for (const wrong of [
      'ada',
      'ada@',
      '@example.com',
      'a b@example.com',
      'ada@example',
      'a@b@example.com',
    ]) {
      expect(() => checkEmail(wrong, 'email')).toThrow(expect.objectContaining({ inputPath: ['email'] }));
    }
    expect(() => checkEmail(`${'a'.repeat(250)}@x.de`, 'email')).toThrow('not a mail address');
  });
});

describe('a telephone number', () => {
  it('has 4 to 20 digits, written as people write them', () => {
    expect(checkPhone(' +49 (30) 2312-5001 ', 'phone')).toBe('+49 (30) 2312-5001');
    for (const wrong of ['112', 'call me', '+49 30 x', '1'.repeat(21), '49+30123']) {
      expect(() => checkPhone(wrong, 'phone')).toThrow(expect.objectContaining({ inputPath: ['phone'] }));
    }
  });
});
