import * as fc from 'fast-check';
import { asHtml, checkBody, checkVariables, fill, type TemplateFacts } from './template-language.js';

const facts: TemplateFacts = {
  ticket: {
    id: 'tkt_1',
    subject: 'Printer',
    status: 'NEW',
    priority: 'P2',
    kind: 'REQUEST',
    category: '',
    opened_at: '2026-03-10T23:30:00.000Z',
  },
  customer: { name: 'Alder' },
};
const variable = (name: string, required = true) => ({ name, description: null, required });
const say = (body: string, values: Record<string, unknown> = {}, variables = Object.keys(values)) =>
  fill({ body, variables: variables.map((name) => variable(name)) }, facts, values);

describe('a template', () => {
  it('names its variables and what is known of the ticket', () => {
    const body =
      '{% if ticket.priority == "P2" %}Soon{% else %}Later{% endif %}, {{ contact | upcase }} of {{ customer.name }}: {{ ticket["subject"] }} ({{ ticket.opened_at | date: "%Y-%m-%d %H:%M" }}){% comment %}x{% endcomment %}';
    expect(() => checkBody(body, [variable('contact')])).not.toThrow();
    expect(say(body, { contact: 'Ada' })).toBe('Soon, ADA of Alder: Printer (2026-03-10 23:30)');
  });

  it.each([
    '{{ nobody }}',
    '{{ contact.name }}',
    '{{ ticket }}',
    '{{ ticket.description }}',
    '{{ ticket[contact] }}',
    '{{ customer.name.size }}',
    '{{ contact',
    '{% if contact %}',
    '{{ contact | unknown }}',
    '{{ contact | sha256 }}',
    '{% include "x" %}',
    '{% render "x" %}',
    '{% for i in (1..100000000) %}x{% endfor %}',
    '{% assign x = contact %}',
    '{% liquid echo contact %}',
  ])('is refused as %s', (body) => {
    expect(() => checkBody(body, [variable('contact')])).toThrow(
      expect.objectContaining({ code: 'INVALID_TEMPLATE' }),
    );
  });

  it('takes values as texts, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.constantFrom('{{ ticket.id }}', '{% raw %}', '<b>&', "'", '\u0000x'),
        ),
        (value) => {
          // oxlint-disable-next-line no-control-regex
          const kept = value.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
          expect(fill({ body: '[{{ a }}]', variables: [variable('a', false)] }, facts, { a: value })).toBe(
            `[${kept}]`,
          );
        },
      ),
    );
  });

  it('needs what it requires, and nothing else', () => {
    const template = { body: '{{ a }}{{ b }}', variables: [variable('a'), variable('b', false)] };
    expect(fill(template, facts, { a: 'x' })).toBe('x');
    for (const values of [{}, { a: ' ' }, { a: 1 }, { a: 'x'.repeat(2_001) }, { a: 'x', c: 'y' }]) {
      expect(() => fill(template, facts, values)).toThrow(expect.objectContaining({ code: 'INVALID' }));
    }
  });

  it('has variables of its own', () => {
    for (const names of [['ticket'], ['A'], ['a', 'a'], ['1a'], ['a-b'], ['']]) {
      expect(() => checkVariables(names.map((name) => variable(name)))).toThrow(
        expect.objectContaining({ code: 'INVALID' }),
      );
    }
  });

  it('is shown as HTML in which all is text', () => {
    expect(asHtml('a < b & "c"\n<script>')).toBe('a &lt; b &amp; &#34;c&#34;<br />\n&lt;script&gt;');
  });
});
