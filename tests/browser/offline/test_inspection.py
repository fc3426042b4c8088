"""明察暗访 with the network cut: the tab closed and reopened, the signal back, and all of it there once."""

import pytest
from playwright.sync_api import Page, expect

from reviews.models import Inspection, InspectionItem, InspectionPhoto, OfflineEntry
from reviews.services import inspections
from tests import factories as make
from tests.accessibility import assert_accessible
from tests.browser.on_site import forget_refusals, no_signal, shot, status
from tests.chromium import PHONE
from tests.reviews.inspection_world import make_inspection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def inspection() -> Inspection:
    _, city, county = make.make_line()
    unit = make.make_unit(county, "示例集体")
    return make_inspection(city, unit, [make.make_user(), make.make_user()])


@pytest.fixture
def phone(inspection, sign_in) -> Page:
    """The inspector's phone, with all it needs on site."""
    page = sign_in(inspection.inspectors.first().username, PHONE)
    page.goto("/review/")
    expect(page.get_by_text("1 个集体的材料已保存到本机")).to_be_visible()
    return page


def open_visit(page: Page, inspection: Inspection) -> None:
    page.goto(inspection.get_absolute_url())
    expect(page.get_by_role("heading", name="示例集体")).to_be_visible()
    expect(status(page)).not_to_be_empty()


def point(page: Page, name: str):
    return page.get_by_role("region", name=name, exact=True)


def test_seen_without_signal_it_arrives_once(phone, inspection, console_errors, picture):
    names = [item.name for item in inspection.items.all()]
    with no_signal(phone):
        tab = phone.context.new_page()
        open_visit(tab, inspection)
        expect(status(tab)).to_contain_text("没有信号")
        for name in names[1:]:
            point(tab, name).get_by_label("符合").check()
        point(tab, names[0]).get_by_label("存在问题", exact=True).check()
        expect(point(tab, names[0])).to_contain_text("请写明看到了什么")
        point(tab, names[0]).get_by_label("说明").fill("公示牌已经褪色")
        point(tab, names[0]).get_by_label("说明").blur()
        point(tab, names[0]).get_by_label("现场照片").set_input_files([shot("red")])
        expect(status(tab)).to_contain_text("待上传 8 项（照片 1 张）")
        assert_accessible(tab)
        picture(tab, "no-signal")
        tab.close()
        open_visit(phone, inspection)
        assert point(phone, names[0]).get_by_label("说明").input_value() == "公示牌已经褪色"
        expect(point(phone, names[3]).get_by_label("符合")).to_be_checked()
        assert not InspectionItem.objects.exclude(look="").exists()
    expect(status(phone)).to_contain_text("已全部上传")
    stored = dict(InspectionItem.objects.values_list("name", "look"))
    assert stored == dict.fromkeys(names, "fine") | {names[0]: "problem"}
    assert (InspectionPhoto.objects.count(), OfflineEntry.objects.count()) == (1, 8)
    phone.goto(inspection.get_absolute_url())
    expect(point(phone, names[0])).to_contain_text("服务器上：存在问题，“公示牌已经褪色”，照片 1 张")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    picture(phone, "read-back")
    phone.get_by_role("link", name="核对并提交").click()
    picture(phone, "report")
    phone.get_by_role("button", name="提交检查情况").click()
    expect(phone.get_by_text("检查情况已提交")).to_be_visible()
    assert Inspection.objects.get().state == "reported"
    forget_refusals(console_errors)


def test_two_devices_stand_beside_each_other(phone, inspection, console_errors):
    item = inspection.items.first()
    with no_signal(phone):
        open_visit(phone, inspection)
        point(phone, item.name).get_by_label("未能查看").check()
        inspections.save_look(inspection, item, look="problem", remark="褪色", base_version=0)
    choice = point(phone, item.name).get_by_role("group", name="您在另一台设备上也修改了")
    expect(choice).to_contain_text("存在问题，“褪色”")
    choice.get_by_role("button", name="用服务器上的").click()
    expect(status(phone)).to_contain_text("已全部上传")
    item.refresh_from_db()
    assert item.look == "problem"
    forget_refusals(console_errors)
