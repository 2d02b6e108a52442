import type { NewServiceArguments } from './arguments';
import type { NewFiles, ProjectFiles } from './new-files';
import { newService } from './new-service';
import { newThing } from './new-thing';

/** A service, after what it binds and nobody has made. */
export function newServiceAndThings(args: NewServiceArguments, project: ProjectFiles): NewFiles {
  const [thing, ...rest] = args.things;
  if (!thing) return newService(args, project);
  const made = newThing(thing, project);
  const change = newServiceAndThings({ ...args, things: rest }, afterwards(project, made));
  return { ...change, files: new Map([...made.files, ...change.files]) };
}

function afterwards(project: ProjectFiles, { files, declared }: NewFiles): ProjectFiles {
  return { ...project, declared, text: (file) => files.get(file) ?? project.text(file) };
}
