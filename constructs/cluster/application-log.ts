import { PREVIEW } from '../core/cluster-names';

export interface ApplicationLogProps {
  readonly region: string;
  /** Name of the log group. It has to be there. */
  readonly group: string;
  /** Name of the log group of a preview, by its id. Undefined: there are no previews. */
  readonly groupOfPreview?: (id: string) => string;
}

/**
 * Configures how Fluent Bit reads the output of the containers on a node, and where it sends it. It differs from the
 * add-on's default in four ways. It adds the node's zone (`az`). It adds the pod's labels, which name the service and
 * its version. It sends a line of JSON as `log_processed` only, not a second time as text. It does not make the log
 * group.
 *
 * `${...}` are variables of the agent's own container.
 * Source: the add-on's Helm chart amazon-cloudwatch-observability 6.4.0, application-log.conf.
 */
export function applicationLog({ region, group, groupOfPreview }: ApplicationLogProps): string {
  return `${COLLECT}${groupOfPreview ? partPreviews(region, group, groupOfPreview) : ''}${send(region, 'application.*', group)}`.trimStart();
}

/** From the containers of a node, with what Kubernetes knows of them. */
const COLLECT = `
[INPUT]
  Name                tail
  Tag                 application.*
  Exclude_Path        /var/log/containers/cloudwatch-agent*, /var/log/containers/fluent-bit*, /var/log/containers/aws-node*, /var/log/containers/kube-proxy*
  Path                /var/log/containers/*.log
  multiline.parser    docker, cri
  DB                  /var/fluent-bit/state/flb_container.db
  Mem_Buf_Limit       50MB
  Skip_Long_Lines     On
  Refresh_Interval    10
  Rotate_Wait         30
  storage.type        filesystem
  Read_from_Head      \${READ_FROM_HEAD}

[INPUT]
  Name                tail
  Tag                 application.*
  Path                /var/log/containers/fluent-bit*
  multiline.parser    docker, cri
  DB                  /var/fluent-bit/state/flb_log.db
  Mem_Buf_Limit       5MB
  Skip_Long_Lines     On
  Refresh_Interval    10
  Read_from_Head      \${READ_FROM_HEAD}

[INPUT]
  Name                tail
  Tag                 application.*
  Path                /var/log/containers/cloudwatch-agent*
  multiline.parser    docker, cri
  DB                  /var/fluent-bit/state/flb_cwagent.db
  Mem_Buf_Limit       5MB
  Skip_Long_Lines     On
  Refresh_Interval    10
  Read_from_Head      \${READ_FROM_HEAD}

[FILTER]
  Name                aws
  Match               application.*
  az                  true
  ec2_instance_id     false
  Enable_Entity       true

[FILTER]
  Name                kubernetes
  Match               application.*
  Kube_URL            https://kubernetes.default.svc:443
  Kube_Tag_Prefix     application.var.log.containers.
  Merge_Log           On
  Merge_Log_Key       log_processed
  Keep_Log            Off
  K8S-Logging.Parser  On
  K8S-Logging.Exclude Off
  Labels              On
  Annotations         Off
  Use_Kubelet         On
  Kubelet_Port        10250
  Buffer_Size         0
  Use_Pod_Association On

`;

/** To a log group that is there. */
function send(region: string, match: string, group: string, template?: string): string {
  return `
[OUTPUT]
  Name                cloudwatch_logs
  Match               ${match}
  region              ${region}
  log_group_name      ${group}${template ? `\n  log_group_template  ${template}` : ''}
  log_stream_prefix   \${HOST_NAME}-
  auto_create_group   false
  extra_user_agent    container-insights
  add_entity          true
`;
}

/**
 * Events of previews get a tag of their own, which selects their log group. A log group named after a label would cause
 * an error for each event without that label, which is most of them.
 * Source: Fluent Bit, "Rewrite Tag" and "Amazon CloudWatch".
 */
function partPreviews(region: string, group: string, groupOfPreview: (id: string) => string): string {
  const label = `$kubernetes['labels']['${PREVIEW}']`;
  return `
[FILTER]
  Name                rewrite_tag
  Match               application.*
  Rule                ${label} ^[a-z0-9-]+$ preview.$TAG false
  Emitter_Name        previews
  Emitter_Storage.type filesystem
${send(region, 'preview.*', group, groupOfPreview(label))}`;
}
