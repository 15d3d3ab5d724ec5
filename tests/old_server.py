"""An old server: what was said by one that knew nothing of what is kept beside worn tags."""

from typing import Final

PUT_ON: Final = """
INSERT INTO customer_tags (tenant_id, customer_id, tag_id, created_by)
SELECT $1::UUID AS anon_1, $2::UUID AS anon_2, tag_id, $3::UUID AS anon_3
FROM unnest($4::UUID[]) AS tag_id ON CONFLICT DO NOTHING RETURNING customer_tags.tenant_id,
customer_tags.customer_id, customer_tags.tag_id, customer_tags.created_by, customer_tags.created_at
"""
POINTS: Final = """
UPDATE customers SET loyalty_points=$1::BIGINT, version=(customers.version + $2::BIGINT),
updated_at=now() WHERE customers.id = $3::UUID AND customers.tenant_id = $4::UUID
RETURNING customers.version"""
DELETED: Final = """
UPDATE customers SET deleted_at=$1::TIMESTAMP WITH TIME ZONE,
version=(customers.version + $2::BIGINT), updated_at=now() WHERE customers.id = $3::UUID
AND customers.tenant_id = $4::UUID RETURNING customers.version"""
