import { writeFileSync } from 'node:fs';
for (const s of ['entitlements', 'tickets', 'assets', 'analytics'])
  it(s, async () => {
    const m = await import('@plimsoll/' + s);
    writeFileSync('/tmp/sdl-' + s + '.graphql', m[s + 'Schema']().sdl);
  });
