# The function, with what its telemetry needs: variables, permissions, and a collector's layer where one is named.
terraform {
  required_version = ">= 1.5, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 7.0"
    }
  }
}

provider "aws" {
  region = var.region
}

variable "package" {
  description = "The path of the zip that holds `bootstrap`, as `cargo lambda build --release --arm64 --output-format zip` writes it."
  type        = string
}

variable "log_retention_days" {
  description = "How many days the log is kept. Without a group of its own, Lambda makes one that is kept for ever."
  type        = number
  default     = 30
}

variable "tracing_mode" {
  description = "PassThrough: the ratio decides. Active: Lambda adds segments of its own, and what X-Ray's sampling rules take is exported as well."
  type        = string
  default     = "PassThrough"
}

resource "aws_iam_role" "scorer" {
  name = "scorer-${var.environment}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.scorer.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "xray" {
  name   = "xray-write"
  role   = aws_iam_role.scorer.name
  policy = file("${path.module}/xray-write.json")
}

resource "aws_cloudwatch_log_group" "scorer" {
  name              = "/aws/lambda/scorer-${var.environment}"
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "scorer" {
  function_name    = "scorer-${var.environment}"
  role             = aws_iam_role.scorer.arn
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  runtime          = "provided.al2023"
  handler          = "bootstrap"
  architectures    = ["arm64"]
  memory_size      = 512
  timeout          = 30
  layers           = var.collector_layer_arn == null ? [] : [var.collector_layer_arn]

  environment {
    variables = local.variables
  }

  tracing_config {
    mode = var.tracing_mode
  }

  # The first invocations write logs and spans.
  depends_on = [aws_cloudwatch_log_group.scorer, aws_iam_role_policy_attachment.logs, aws_iam_role_policy.xray]
}
