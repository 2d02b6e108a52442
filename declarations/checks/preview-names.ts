import type { Problem } from '../../problems/problem';
import { keptName } from '../kept-name';
import { ENDS_IN_ID } from '../preview-id';
import type { Services } from '../service';
import { problemIn } from './problem-in';

/**
 * Finds names that end like the id of a preview. The host `shop-pr-42` would clash with the address of the host `shop`
 * in the preview of pull request 42, and groups would share a namespace.
 */
export function checkPreviewNames(services: Services): Problem[] {
  return Object.entries(services).flatMap(([service, { group, routes = [] }]) => {
    const refuse = (path: readonly (string | number)[], name: string) =>
      ENDS_IN_ID.test(name)
        ? [
            problemIn(
              service,
              path,
              `"${name}"`,
              'a name that does not end like one of a preview: -pr-42, -1a2b3c4d',
            ),
          ]
        : [];
    return [
      ...refuse(['group'], group),
      ...routes.flatMap(({ host = keptName(service, services) }, index) =>
        refuse(['routes', index, 'host'], host),
      ),
    ];
  });
}
