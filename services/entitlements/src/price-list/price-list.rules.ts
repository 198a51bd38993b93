/** What a unit of a plan costs on a list, from a quantity on. */
export interface PriceListEntry {
  planId: string;
  /** The least number of units for which the price holds, 1 or more. */
  fromQuantity: number;
  /** Of one unit, in the list's currency; a decimal of zero or more. */
  monthlyPrice: string;
}
