import { Failure } from '../console/failure';
import { enterProject } from '../console/project-folder';
import { readStacks } from '../terraform/synthesized-stack';
import { type Arguments, parseArguments, usage } from './arguments';
import { down } from './commands/down';
import { images } from './commands/images';
import { status } from './commands/status';
import { up } from './commands/up';
import { openDisplay } from './deploy/display';
import { Interrupt } from './deploy/interrupt';
import { kubeconfig } from './deploy/kubeconfig';
import { prepareKubernetes } from './deploy/kubernetes-programs';
import { type LocalContext, project } from './deploy/local-context';
import { preparePrograms } from './deploy/programs';
import { prepareServers } from './deploy/server-programs';
import { byEnvironment, synthesize } from './deploy/stacks';
import { findEmulator, noEmulator, stopEmulator } from './emulated-aws/emulator';
import { exportLines, strangers, variables } from './emulated-aws/variables';
import { aroundProxy } from './machine/around-proxy';
import { type Layout, layout } from './machine/layout';
import { ownerOnly } from './machine/owner-only';
import { findTools, type Tools } from './machine/tools';

async function main(args: Arguments, paths: Layout): Promise<void> {
  switch (args.command) {
    case 'help':
      return console.log(usage);
    case 'up':
      return withWorkshop(paths, (context, tools) =>
        up(context, tools, { ...args, names: args.environments }),
      );
    case 'down':
      return withWorkshop(paths, (context) => down(context, args.environments, args.keep));
    case 'build':
      return withWorkshop(paths, async (context, tools) => {
        await preparePrograms(context, tools);
        await prepareServers(context);
        await prepareKubernetes(context, tools, { withProvider: true });
      });
    case 'images':
      return images(paths, args.services);
    case 'status':
      return console.log(await status(paths, project()));
    case 'env':
      return printVariables(paths);
    case 'stop':
      return stop(paths);
    default: {
      const unreachable: never = args.command;
      return unreachable;
    }
  }
}

async function withWorkshop(
  paths: Layout,
  work: (context: LocalContext, tools: Tools) => Promise<void>,
): Promise<void> {
  // Before the app, whose validations call Terraform.
  const tools = await findTools();
  const display = await openDisplay(process.stdout);
  const interrupt = new Interrupt((text) => display.note(text));
  interrupt.listen();
  try {
    const stacks = await synthesize(paths.synthesized);
    await work({ layout: paths, project: project(), stacks, display, interrupt }, tools);
  } finally {
    display.close();
  }
}

async function printVariables(paths: Layout): Promise<void> {
  const emulator = await findEmulator(paths);
  if (!emulator?.caller) throw new Failure(`${noEmulator(paths)} Start: npm run local`);
  const { environments } = byEnvironment(readStacks(paths.synthesized));
  const names = environments.map(({ name }) => name);
  const own = {
    ...variables(paths, emulator, project().region),
    KUBECONFIG: kubeconfig(paths, names),
  };
  console.log(exportLines(own, strangers(process.env, own)).join('\n'));
}

async function stop(paths: Layout): Promise<void> {
  const emulator = await findEmulator(paths);
  if (!emulator) return console.log('No emulator runs.');
  await stopEmulator(paths, emulator);
  console.log('Ended the emulator, and all that was in it.');
}

// A terminal that was closed must not end the watch over a Terraform at work.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

enterProject();
// Node itself may use the proxy of the environment (NODE_USE_ENV_PROXY).
Object.assign(process.env, aroundProxy(process.env));
Promise.resolve()
  .then(() => {
    const paths = layout();
    ownerOnly(paths.directory);
    return main(parseArguments(process.argv.slice(2)), paths);
  })
  .catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  });
