import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  deployerEventList,
  deployerEventRecords,
  type DeployerEventListArguments,
  type DeployerEventRecord,
} from './deployer-event.store.js';

/** The delivery with this id, or null where the caller sees none; batched a request. */
export function loadDeployerEvent(context: RequestContext, id: string): Promise<DeployerEventRecord | null> {
  return context
    .loader<string, DeployerEventRecord>('deployer-event', (ids) =>
      deployerEventRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the deliveries the caller sees. */
export function listDeployerEvents(
  context: RequestContext,
  args: DeployerEventListArguments,
): Promise<Page<DeployerEventRecord>> {
  return listPage(context.session, deployerEventList, args);
}
