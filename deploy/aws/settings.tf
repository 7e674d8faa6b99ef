# The function's variables: those of staging.env or production.env, and where its spans go.
variable "environment" {
  description = "Which file of settings: staging or production."
  type        = string

  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "The environment is staging or production."
  }
}

variable "region" {
  description = "The region of the function and of X-Ray."
  type        = string
  default     = "us-east-1"
}

variable "collector_layer_arn" {
  description = "The ARN of a collector's layer, with its version; without it the function speaks to X-Ray itself."
  type        = string
  default     = null
}

locals {
  file = {
    for pair in regexall("(?m)^([A-Z_]+)=(.*)$", file("${path.module}/${var.environment}.env")) : pair[0] => pair[1]
  }
  # China and GovCloud are partitions of their own; China's hosts end otherwise.
  partition  = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  dns_suffix = local.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"
  straight = {
    OTEL_EXPORTER_OTLP_ENDPOINT = "https://xray.${var.region}.${local.dns_suffix}"
  }
  # The package holds collector.yaml beside `bootstrap`.
  through_collector = {
    OTEL_EXPORTER_OTLP_ENDPOINT        = "http://127.0.0.1:4318"
    OPENTELEMETRY_COLLECTOR_CONFIG_URI = "/var/task/collector.yaml"
  }
  variables = merge(local.file, var.collector_layer_arn == null ? local.straight : local.through_collector)
}
