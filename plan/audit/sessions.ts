import type { Change } from '../change';
import { expanded } from '../expanded';
import { at } from '../value';

/** Where a session in a server is recorded: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html */
const PLACES = ['cloudWatchLogGroupName', 's3BucketName'];

/** Sessions in servers that are no longer recorded in one of the places where they were. */
export function sessionsUnrecorded(change: Change): string | undefined {
  if (change.type !== 'aws_ssm_document' || !change.stays) return undefined;
  const [was, will] = [expanded(change.was('content')), expanded(change.will('content'))];
  const lost = PLACES.filter((place) => at(was, `inputs.${place}`) && !at(will, `inputs.${place}`));
  return lost.length > 0
    ? `no longer records what people do in servers: ${lost.join(' and ')} is taken out`
    : undefined;
}
