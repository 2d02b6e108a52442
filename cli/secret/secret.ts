import { createInterface } from 'node:readline/promises';
import { Failure } from '../../console/failure';
import { start } from '../../console/start';
import { type Named, parseSecretArguments, type SecretCommand, type UnsetCommand, usage } from './arguments';
import { listSecrets } from './list';
import { SecretPlace } from './place';
import type { StoredSecret } from './store';
import { readValue } from './value';
import { shortId, since, whatRolls } from './words';

// npm run secret: puts the values of secrets, which no file, no argument and no state has. docs/services.md

async function main(command: SecretCommand | undefined): Promise<void> {
  if (!command) return console.log(usage);
  const place = new SecretPlace(command.environment);
  switch (command.command) {
    case 'list':
      return console.log(await listSecrets(place, await place.store()));
    case 'set':
      return set(place, command);
    case 'rotate':
      return rotate(place, command);
    case 'unset':
      return unset(place, command);
  }
}

/** Asked for last: nobody types a value in vain. */
const askFor = ({ environment, service, name }: Named) =>
  readValue(`Value of ${name} of ${service} in ${environment}, which is not shown: `);

async function set(place: SecretPlace, named: Named): Promise<void> {
  const { secret } = place.find(named);
  const store = await place.store();
  const name = place.nameOf(named);
  const [found, key] = await Promise.all([store.find(name), store.key(place.keyAlias)]);
  if (key === undefined) {
    throw new Failure(
      `There is no ${place.keyAlias} yet, which would encrypt it. First: ${place.deployFirst}`,
    );
  }
  const there = found && !found.deleted ? found : undefined;
  if (there?.since) {
    throw new Failure(
      `${name} has a value, put ${since(there)}. For a new one: npm run secret -- rotate ${words(named)}`,
    );
  }
  refuseOtherKey(found, key, named);
  const value = await askFor(named);
  if (found?.deleted) await store.restore(name);
  const version = found
    ? await store.put(found, value)
    : await store.create(
        { name, description: `${secret.variable} of ${named.service}, put by people`, key, tags: place.tags },
        value,
      );
  console.log(`${name}: set (version ${shortId(version)}). To bring it to pods: ${place.deploy}`);
}

async function rotate(place: SecretPlace, named: Named): Promise<void> {
  const { declaration } = place.find(named);
  const store = await place.store();
  const name = place.nameOf(named);
  const [found, key] = await Promise.all([store.find(name), store.key(place.keyAlias)]);
  if (!found?.since || found.deleted) {
    throw new Failure(`${name} has no value yet: npm run secret -- set ${words(named)}`);
  }
  refuseOtherKey(found, key, named);
  const version = await store.put(found, await askFor(named));
  console.log(
    [
      `${name}: rotated (version ${shortId(version)}). The one before stays as AWSPREVIOUS (version ${shortId(found.versions.AWSCURRENT!)}), and running pods keep it.`,
      `${whatRolls(named.service, declaration)} To deploy: ${place.deploy}`,
      'Deploy, then end the old value at its issuer.',
    ].join('\n'),
  );
}

async function unset(place: SecretPlace, command: UnsetCommand): Promise<void> {
  const { service, name: secret, yes } = command;
  if (place.isDeclared(command) && !command.declared) {
    throw new Failure(
      `services/${service}.ts declares ${secret}, and no pod of ${service} starts without it. Take it out there, then ${place.deploy}, then the same again. To remove it nonetheless: --declared`,
    );
  }
  const store = await place.store();
  const name = place.nameOf(command);
  const found = await store.find(name);
  if (!found || found.deleted) {
    throw new Failure(`There is no ${name}. What there is: npm run secret -- list ${place.name}`);
  }
  if (!yes && !(await isConfirmed(secret, name))) throw new Failure('nothing was removed');
  const days = place.recoveryDays;
  await store.remove(name, days);
  console.log(
    `${name}: removed. For ${days} days: aws secretsmanager restore-secret --secret-id ${name}, in account ${place.naming.account}`,
  );
}

/** The key of an environment that was destroyed: what it encrypted is lost with it, and Secrets Manager wants to read it. */
function refuseOtherKey(found: StoredSecret | undefined, key: string | undefined, named: Named): void {
  if (!found || found.key === key) return;
  throw new Failure(
    `${found.name} is encrypted by ${found.key ?? 'the key of AWS'}, of an environment that is gone. Remove it, and set it again in ${named.environment}: aws secretsmanager delete-secret --force-delete-without-recovery --secret-id ${found.name}`,
  );
}

async function isConfirmed(secret: string, name: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Failure('No terminal to ask at. To go on without a question: --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`To remove ${name}, type ${secret}: `)).trim() === secret;
  } finally {
    terminal.close();
  }
}

const words = ({ environment, service, name }: Named) => `${environment} ${service} ${name}`;

start((args) => main(parseSecretArguments(args)));
