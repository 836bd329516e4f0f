"""How `{{ form }}` and `{{ field.as_field_group }}` look: with the components of every page."""

from django.forms.renderers import TemplatesSetting


class ComponentRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
