import {
  canonicalDecimal,
  column,
  importRows,
  invalid,
  type ImportInput,
  type ImportReport,
  type RequestContext,
} from '@plimsoll/shared';
import { z } from 'zod';
import { storeExchangeRates } from './exchange-rate.store.js';

const importColumns = z.object({
  date: column.required.date,
  from: column.required.currency,
  to: column.required.currency,
  rate: column.required.parsed(readRate),
});
type ExchangeRateRow = z.infer<typeof importColumns>;

/** Imports rows of `exchange_rates.csv`; a rate of a currency in itself is refused. */
export function importExchangeRates(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<ExchangeRateRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => `${row.date} ${row.from} ${row.to}`,
    store: async (tx, _source, rows) => {
      const rejects = rows
        .filter(({ row }) => row.from === row.to)
        .map(({ line, row }) => ({
          line,
          column: 'to',
          reason: `A rate from ${row.from} to itself says nothing.`,
        }));
      const rates = rows.map(({ row }) => row).filter((row) => row.from !== row.to);
      const { created, updated } = await storeExchangeRates(tx, rates);
      return { created, updated, unchanged: rates.length - created - updated, rejects };
    },
  });
}

function readRate(text: string): string {
  if (!/^\d{1,12}(\.\d{1,12})?$/.test(text) || Number(text) === 0) {
    throw invalid(
      `${JSON.stringify(text.slice(0, 40))} is no rate: a decimal above 0 with a point, such as 1.0845.`,
      ['rate'],
    );
  }
  return canonicalDecimal(text);
}
