import { podActor } from '../actors';
import type { Edge } from '../edge';
import { mayDo, thingsOf } from '../world/world';

/** Pushes an image that pods run: at once where tags can be moved, else that of a version which a deploy has to name. */
export const image: Edge = {
  actions: ['ecr:PutImage'],
  source: 'Amazon ECR User Guide, "Preventing image tags from being overwritten"',
  *steps({ caller }, world) {
    if (caller === undefined) return;
    for (const repository of thingsOf(world, 'repository')) {
      if (!mayDo(caller, 'ecr:PutImage', repository)) continue;
      for (const cluster of world.clusters) {
        for (const account of cluster.accounts) {
          if (!account.images.some((one) => isOf(one, repository.account, repository.name))) continue;
          yield repository.isFixed
            ? {
                to: podActor(cluster, account),
                how: 'pushes new versions for',
                heldBy: ['a deploy, which has to name the version'],
              }
            : { to: podActor(cluster, account), how: 'replaces the image of' };
        }
      }
    }
  },
};

function isOf(image: string, account: string, repository: string): boolean {
  const [host = '', ...path] = image.split('/');
  return host.startsWith(`${account}.dkr.ecr.`) && path.join('/').split(/[:@]/)[0] === repository;
}
