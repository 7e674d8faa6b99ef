// The function, with what its telemetry needs: variables, permissions, and a collector's layer where one is named.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
// staging or production: the name of the file of settings.
const environment = config.require("environment");
const region = config.get("region") ?? "us-east-1";
// China and GovCloud are partitions of their own; China's hosts end otherwise.
const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
const dnsSuffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
// The ARN of a collector's layer, with its version; without it the function speaks to X-Ray itself.
const collectorLayerArn = config.get("collectorLayerArn");

const beside = (name: string) => readFileSync(join(__dirname, name), "utf8");
const variables: Record<string, string> = {};
for (const [, name, value] of beside(`${environment}.env`).matchAll(/^([A-Z_]+)=(.*)$/gm)) {
  variables[name] = value;
}
Object.assign(
  variables,
  collectorLayerArn === undefined
    ? {
        OTEL_EXPORTER_OTLP_ENDPOINT: `https://xray.${region}.${dnsSuffix}`,
      }
    : {
        // The package holds collector.yaml beside `bootstrap`.
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
        OPENTELEMETRY_COLLECTOR_CONFIG_URI: "/var/task/collector.yaml",
      },
);

const provider = new aws.Provider("aws", { region: region as aws.Region });

const role = new aws.iam.Role(
  "scorer",
  {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
  },
  { provider },
);

const logs = new aws.iam.RolePolicyAttachment(
  "logs",
  { role: role.name, policyArn: `arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole` },
  { provider },
);

const xray = new aws.iam.RolePolicy("xray-write", { role: role.name, policy: beside("xray-write.json") }, { provider });

// Without a group of its own, Lambda makes one that is kept for ever.
const name = `scorer-${environment}`;
const logGroup = new aws.cloudwatch.LogGroup(
  "scorer",
  { name: `/aws/lambda/${name}`, retentionInDays: config.getNumber("logRetentionDays") ?? 30 },
  { provider },
);

export const scorer = new aws.lambda.Function(
  "scorer",
  {
    name,
    role: role.arn,
    // The folder that holds `bootstrap`, as `cargo lambda build --release --arm64` writes it.
    code: new pulumi.asset.FileArchive(config.require("package")),
    runtime: "provided.al2023",
    handler: "bootstrap",
    architectures: ["arm64"],
    memorySize: 512,
    timeout: 30,
    layers: collectorLayerArn === undefined ? [] : [collectorLayerArn],
    environment: { variables },
    // PassThrough: the ratio decides. Active: Lambda adds segments of its own, and what X-Ray's sampling rules take is exported as well.
    tracingConfig: { mode: config.get("tracingMode") ?? "PassThrough" },
  },
  // The first invocations write logs and spans.
  { provider, dependsOn: [logGroup, logs, xray] },
);
