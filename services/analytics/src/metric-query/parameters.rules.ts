/** A statement and its parameters. */
export interface Statement {
  readonly sql: string;
  readonly values: unknown[];
}

/** The parameters of a statement as it is put together: every value that a caller sends goes here, none into its text. */
export class Parameters {
  readonly #values: unknown[] = [];
  readonly #places = new Map<string, Map<unknown, string>>();

  /** The parameter of a value, cast to its type; the same value of the same type has one place. */
  add(value: unknown, type: string): string {
    const places = this.#places.get(type) ?? new Map<unknown, string>();
    this.#places.set(type, places);
    const known = places.get(value);
    if (known !== undefined) return known;
    this.#values.push(value);
    const place = `($${this.#values.length}::${type})`;
    places.set(value, place);
    return place;
  }

  /** The statement with the values that its text does take; the server refuses others. */
  statement(text: string): Statement {
    const values: unknown[] = [];
    const numbers = new Map<string, number>();
    const sql = text.replaceAll(/\$(\d+)/g, (_, given: string) => {
      let number = numbers.get(given);
      if (number === undefined) {
        number = values.push(this.#values[Number(given) - 1]);
        numbers.set(given, number);
      }
      return `$${number}`;
    });
    return { sql, values };
  }
}
