import { Records } from '@plimsoll/shared';
import { AssetEntity } from './asset.entity.js';

/** An asset as the rest of the service knows it. */
export type AssetRecord = AssetEntity;

/** Assets, with their history and events. */
export const assetRecords = new Records<AssetRecord>({
  entity: AssetEntity,
  noun: 'asset',
  eventNoun: 'asset',
  eventData: ({ name, kind, status }) => ({ name, kind, status }),
});
