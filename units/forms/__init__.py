from units.forms.member import LeaveForm, MemberForm
from units.forms.unit import UnitForm
from units.forms.youth_home import YouthHomeForm

__all__ = ["LeaveForm", "MemberForm", "UnitForm", "YouthHomeForm"]
