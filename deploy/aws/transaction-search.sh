#!/bin/sh
# Once in an account and region: lets X-Ray keep spans in CloudWatch Logs, which its OTLP endpoint asks for, and says how many
# per cent of the traces it indexes. It holds for everything in the account that writes to X-Ray, and it changes the price.
# `transaction-search.sh REGION [PER CENT]`; `aws xray update-trace-segment-destination --destination XRay` takes it back.
set -eu
region=${1:?the region is missing}
percent=${2:-1}

# China and GovCloud are partitions of their own.
case $region in
cn-*) partition=aws-cn ;;
us-gov-*) partition=aws-us-gov ;;
*) partition=aws ;;
esac
account=$(aws sts get-caller-identity --query Account --output text)
policy=$(sed "s/PARTITION/$partition/g; s/REGION/$region/g; s/ACCOUNT/$account/g" "$(dirname "$0")/transaction-search.json")
aws logs put-resource-policy --region "$region" --policy-name transaction-search --policy-document "$policy"
aws xray update-trace-segment-destination --region "$region" --destination CloudWatchLogs
aws xray update-indexing-rule --region "$region" --name Default \
    --rule "{\"Probabilistic\": {\"DesiredSamplingPercentage\": $percent}}"
# PENDING at first; a few minutes later ACTIVE.
aws xray get-trace-segment-destination --region "$region"
