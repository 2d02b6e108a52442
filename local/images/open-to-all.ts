import { must } from '../../programs/must';

/** Lets the user of a container read what only the user of this machine could. */
export async function openToAll(folder: string): Promise<void> {
  await must('chmod', ['-R', 'a+rX', folder]);
}
