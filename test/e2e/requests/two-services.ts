import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECTIONS } from '../../../declarations/kinds/kinds';
import type { Service } from '../../../declarations/service';
import type { ServiceParameters } from '../../../parameters/service-parameters';
import type { ProjectCopy } from '../project-copy';

export const GROUP = 'asked';
/** The secret of `front`. */
export const SECRET = 'partner-key';

/** What a release of `front` or `back` is like. */
export interface Release {
  readonly version: string;
  readonly port?: number;
  /** Where the image tells that it is ready. */
  readonly ready?: string;
}

export interface FrontRelease extends Release {
  /** Default: `back`. */
  readonly bind?: readonly string[];
}

/** The services of a copy of the project: `front` asks `back`, and `apart` binds nothing and is bound by nobody. */
export class TwoServices {
  front: FrontRelease = { version: '1.0.0' };
  back: Release = { version: '1.0.0' };

  constructor(private readonly copy: ProjectCopy) {
    // A node is there, and so are the images: a roll-out that fails is known without the time for those.
    copy.source(
      'constructs/services/pods/processes/process-deployment.ts',
      'PLACE_SECONDS = 300',
      'PLACE_SECONDS = 15',
    );
    for (const sample of ['catalog', 'report', 'storefront'])
      rmSync(join(copy.directory, 'services', `${sample}.ts`));
  }

  /** Writes the declarations, and what environments say of them. */
  write(): void {
    const { front, back } = this;
    const services: Record<string, Service> = {
      front: {
        ...declared(front),
        routes: [{ process: 'web' }],
        bind: front.bind ?? ['back'],
        secrets: [SECRET],
      },
      back: declared(back),
      apart: declared({ version: '1.0.0' }),
    };
    for (const [name, service] of Object.entries(services)) {
      this.file(
        `${name}.ts`,
        `import type { Service } from '../declarations/service';\n\nexport const ${name}: Service = ${JSON.stringify(service)};\n`,
      );
    }
    // No setup jobs, of which the images would have to be made.
    this.file(
      'backing.ts',
      "import type { Backing } from '../declarations/backing';\n\nexport const backing = {} as const satisfies Backing;\n",
    );
    const names = Object.keys(services);
    this.file(
      'services.ts',
      [
        ...names.map((name) => `import { ${name} } from './${name}';`),
        `export const services = { ${names} };\n`,
      ].join('\n'),
    );
    const folder = join(this.copy.directory, 'environments');
    for (const file of readdirSync(folder)) {
      if (!file.endsWith('.json') || file.endsWith('schema.json') || file === 'preview.json') continue;
      this.copy.parameters(file.replace('.json', ''), (parameters) => {
        for (const key of ['groups', 'promotedFrom', ...SECTIONS]) delete parameters[key];
        parameters.services = { front: sized(front), back: sized(back), apart: sized({ version: '1.0.0' }) };
      });
    }
  }

  private file(name: string, text: string): void {
    writeFileSync(join(this.copy.directory, 'services', name), text);
  }
}

function declared({ port = 8080, ready = '/ready' }: Release): Service {
  return {
    description: 'Of the test of requests',
    group: GROUP,
    processes: {
      web: { command: ['/bin/app'], port, ready, live: '/live', startSeconds: 5, drainSeconds: 5 },
    },
  };
}

function sized({ version }: Release): {
  version: string;
  processes: Record<string, Partial<ServiceParameters['processes'][string]>>;
} {
  return { version, processes: { web: { replicas: 2, cpuMillicores: 50, memoryMiB: 64 } } };
}
