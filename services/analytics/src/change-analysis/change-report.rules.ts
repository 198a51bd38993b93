/** By what changes are told apart. */
export enum ChangeReportDimension {
  KIND = 'KIND',
  OUTCOME = 'OUTCOME',
  MONTH = 'MONTH',
  ASSET = 'ASSET',
  ASSET_KIND = 'ASSET_KIND',
}
