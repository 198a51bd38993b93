import { isPublicAddress } from './public-address.js';

describe('an address', () => {
  it('is of the public internet, or not', () => {
    const all = (addresses: string[]) => addresses.map(isPublicAddress);
    expect(all(['93.184.216.34', '8.8.8.8', '2606:2800:220:1::1'])).toEqual([true, true, true]);
    const closed = ['10.0.0.1', '172.31.0.1', '192.168.1.1', '169.254.169.254', '127.0.0.2', '0.0.0.0'];
    const alike = ['100.64.0.1', '::1', 'fd00::1', 'fe80::1', '::ffff:10.0.0.1', '2002:0a00::1', 'name'];
    expect(all([...closed, ...alike]).some(Boolean)).toBe(false);
  });
});
