import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';

const guide = readFileSync(join(__dirname, '../../../../docs/guides/provisioning.md'), 'utf8');

describe('the guide to a provisioner of your own', () => {
  it('shows a request as it is signed', () => {
    const secret = /signed with `(whsec_[^`]+)`/.exec(guide)?.[1] ?? '';
    const [head = '', body = ''] = (/```http\n([^]+?)\n```/.exec(guide)?.[1] ?? '').split('\n\n');
    const headers = Object.fromEntries(
      head
        .split('\n')
        .slice(1)
        .map((line) => line.split(': ') as [string, string]),
    );
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(new Webhook(secret).sign(headers['webhook-id'] ?? '', at, body)).toBe(
      headers['webhook-signature'],
    );
    expect((JSON.parse(body) as { type: string }).type).toBe('tenant.create');
  });
});
