import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import type { Statement } from '../core/policy';
import { sessionHostName } from '../core/session-host-name';

/** Each statement asks for the document: else a session without one is a shell on the host. */
const DOCUMENT_IS_CHECKED = { Bool: { 'ssm:SessionDocumentAccessCheck': 'true' } };

/**
 * To reach the Kubernetes API through the session host and nothing else: no shell, no command, no other server. Where
 * the ports lead is for the host's security group to say.
 * Source: AWS Systems Manager User Guide, "Sample IAM policies for Session Manager" and "Start a session with a document
 * by specifying the session documents in IAM policies".
 */
export function sessionRights(naming: Naming): Statement[] {
  return [
    {
      Sid: 'SessionHost',
      Action: 'ssm:StartSession',
      Resource: arn(naming, 'ec2', 'instance/*'),
      Condition: {
        ...DOCUMENT_IS_CHECKED,
        StringEquals: { 'ssm:resourceTag/Name': sessionHostName(naming) },
      },
    },
    {
      Sid: 'PortsAlone',
      Action: 'ssm:StartSession',
      Resource: arn({ ...naming, account: '' }, 'ssm', 'document/AWS-StartPortForwardingSessionToRemoteHost'),
      Condition: DOCUMENT_IS_CHECKED,
    },
    {
      // The tag has the id of the caller; the session's own name has only the name of a role's session.
      Sid: 'OwnSessions',
      Action: ['ssm:ResumeSession', 'ssm:TerminateSession'],
      Resource: arn(naming, 'ssm', 'session/*'),
      Condition: { StringLike: { 'ssm:resourceTag/aws:ssmmessages:session-id': '$${aws:userid}' } },
    },
    {
      Sid: 'DataOfOwnSessions',
      Action: 'ssmmessages:OpenDataChannel',
      Resource: arn(naming, 'ssm', 'session/$${aws:userid}-*'),
    },
    { Sid: 'FindTheHost', Action: 'ec2:DescribeInstances', Resource: '*' },
    {
      Sid: 'FindTheApi',
      Action: 'eks:DescribeCluster',
      Resource: arn(naming, 'eks', `cluster/${resourceName(naming, 'cluster')}`),
    },
  ];
}
