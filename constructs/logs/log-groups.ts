import type { Construct } from 'constructs';
import { LogGroup, type LogGroupProps } from './log-group';

/** Who makes log groups. */
export interface LogGroups {
  /** Makes a log group below `scope`. */
  addGroup(scope: Construct, id: string, name: string): LogGroup;
}

/** Log groups that end where they are: nobody subscribes to them. */
export class PlainLogGroups implements LogGroups {
  constructor(private readonly props: Omit<LogGroupProps, 'name'>) {}

  addGroup(scope: Construct, id: string, name: string): LogGroup {
    return new LogGroup(scope, id, { ...this.props, name });
  }
}
